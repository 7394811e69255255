//! One object of any kind, shared and copied on write.

use super::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A kind's Rust type: how typed code and the untyped store meet.
pub trait Resource:
    Clone
    + std::fmt::Debug
    + PartialEq
    + Send
    + Sync
    + 'static
    + Serialize
    + DeserializeOwned
    + k8s_openapi::Metadata<Ty = ObjectMeta>
{
    /// The kind.
    const SERVED: Kind;
    /// Wraps the object without copying it.
    fn into_object(this: Arc<Self>) -> Object;
    /// The typed object, if `object` is of this kind.
    fn from_object(object: &Object) -> Option<&Arc<Self>>;
}

macro_rules! objects {
    ($($kind:ident),* $(,)?) => {
        /// An object of any served kind. Cloning costs a reference count.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs, reason = "the names are Kubernetes' own")]
        pub enum Object { $($kind(Arc<$kind>)),* }

        impl Object {
            /// The kind of the object.
            #[must_use]
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$kind(_) => Kind::$kind),* }
            }
            /// The object's metadata.
            #[must_use]
            pub fn meta(&self) -> &ObjectMeta {
                match self { $(Self::$kind(object) => &object.metadata),* }
            }
            /// The object's metadata to write to; copies the object if it is shared.
            pub fn meta_mut(&mut self) -> &mut ObjectMeta {
                match self { $(Self::$kind(object) => &mut Arc::make_mut(object).metadata),* }
            }
            /// The JSON form, `apiVersion` and `kind` included.
            #[must_use]
            pub fn to_value(&self) -> Value {
                match self { $(Self::$kind(object) => serde_json::to_value(&**object)),* }
                    .unwrap_or(Value::Null)
            }
            /// Serializes the typed object as it is, without a JSON value in between.
            ///
            /// # Errors
            /// The serializer's own.
            pub fn serialize_typed<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$kind(object) => object.serialize(serializer)),* }
            }
            /// The bytes of the object's own struct, without what it points to.
            #[must_use]
            pub const fn size_in_place(&self) -> usize {
                match self { $(Self::$kind(_) => size_of::<$kind>()),* }
            }
            /// Reads the JSON form of an object of `kind`. Unknown fields are dropped: strictness
            /// is the concern of the `manifest` module, which knows positions.
            ///
            /// # Errors
            /// The first type error, as serde words it.
            pub fn from_value(kind: Kind, value: Value) -> Result<Self, serde_json::Error> {
                Ok(match kind {
                    $(Kind::$kind => Self::$kind(Arc::new(serde_json::from_value(value)?))),*
                })
            }
            /// Whether both are one and the same allocation: a cheap "nothing changed".
            #[must_use]
            pub fn same(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$kind(a), Self::$kind(b)) => Arc::ptr_eq(a, b),)*
                    _ => false,
                }
            }
        }

        $(impl Resource for $kind {
            const SERVED: Kind = Kind::$kind;
            fn into_object(this: Arc<Self>) -> Object { Object::$kind(this) }
            fn from_object(object: &Object) -> Option<&Arc<Self>> {
                match object { Object::$kind(object) => Some(object), _ => None }
            }
        }
        impl From<$kind> for Object {
            fn from(object: $kind) -> Self { Self::$kind(Arc::new(object)) }
        }
        impl From<Arc<$kind>> for Object {
            fn from(object: Arc<$kind>) -> Self { Self::$kind(object) }
        })*
    };
}

objects!(
    Namespace,
    Node,
    Pod,
    Service,
    StatefulSet,
    ControllerRevision,
    Deployment,
    ReplicaSet,
    PersistentVolumeClaim,
    PersistentVolume,
    StorageClass,
    EndpointSlice,
    Event,
    ConfigMap,
    Secret,
    ServiceAccount,
    PodDisruptionBudget,
    ResourceQuota,
);

impl Object {
    /// The object's address.
    #[must_use]
    pub fn key(&self) -> Key {
        let meta = self.meta();
        Key::new(
            self.kind(),
            meta.namespace.as_deref().unwrap_or_default(),
            meta.name.as_deref().unwrap_or_default(),
        )
    }

    /// The typed object, if it is of kind `T`.
    #[must_use]
    pub fn get<T: Resource>(&self) -> Option<&Arc<T>> {
        T::from_object(self)
    }

    /// `metadata.uid`, empty if none.
    #[must_use]
    pub fn uid(&self) -> &str {
        self.meta().uid.as_deref().unwrap_or_default()
    }
}

/// By what the serializer sees: the structs of the API have floats and JSON in them.
impl Hash for Object {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kind().hash(state);
        // By way of the value, as everywhere: a writer of its own for every kind is a twentieth of the page's simulation.
        state.write(self.to_value().to_string().as_bytes());
        state.write_u8(0xff);
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let word = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default();
        let kind = Kind::from_type(word("apiVersion"), word("kind"))
            .ok_or_else(|| serde::de::Error::custom("unknown kind"))?;
        Self::from_value(kind, value).map_err(serde::de::Error::custom)
    }
}
