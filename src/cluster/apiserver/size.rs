//! How large an object is: on the wire to etcd, and in the memory it really takes here.
//!
//! Counted in one walk over the object as its serializer sees it; nothing is formatted.

use crate::cluster::api::{
    Container, ContainerPort, ContainerStatus, Endpoint, EndpointPort, Object,
    PersistentVolumeClaim, PodCondition, ServicePort, Time, Toleration,
};
use k8s_openapi::api::core::v1::{
    EnvVar, NodeCondition, NodeSelectorTerm, PodAffinityTerm, TopologySpreadConstraint, Volume,
    VolumeMount, WeightedPodAffinityTerm,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::OwnerReference;
use serde::ser::{self, Serialize};
use serde_json::Value;
use std::any::type_name;
use std::fmt::{self, Display, Write};

/// The sizes of one object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    /// Bytes of the protobuf message the server sends to etcd, within a few percent.
    pub(super) wire: usize,
    /// Bytes of memory, within a fifth.
    pub(super) memory: usize,
    /// Whether what comes next stands in a list, which has its place.
    is_element: bool,
}

/// What the store's own maps and the key take for each object.
pub(super) const PLACE_BYTES: usize = 200;
/// What an allocation takes beyond what was asked for.
const ALLOCATION_BYTES: usize = 8;

/// A node of a map of texts: it is there whole for one entry, and hardly ever full.
const NODE_BYTES: usize = 544;
const ENTRIES_PER_NODE: usize = 8;

/// `2026-01-01T00:00:00Z`
const TIME_BYTES: usize = 20;

/// The sizes of an object.
pub(super) fn of(object: &Object) -> Size {
    let mut size = Size {
        wire: 0,
        memory: PLACE_BYTES + object.size_in_place(),
        is_element: false,
    };
    // The counter itself never fails; what cannot be serialized has been counted so far.
    let _ = object.serialize_typed(&mut size);
    size
}

/// How many bytes of memory an object takes.
#[must_use]
pub fn in_memory(object: &Object) -> usize {
    of(object).memory
}

impl Size {
    fn text(&mut self, bytes: usize) {
        self.wire += 2 + bytes;
        self.memory += ALLOCATION_BYTES + bytes;
        self.place(size_of::<String>());
    }

    /// Takes the place of what stands in a list: the serializer is shown references, which are all of one size.
    fn place(&mut self, bytes: usize) {
        if std::mem::take(&mut self.is_element) {
            self.memory += bytes;
        }
    }
}

/// Counting does not fail; serializers may.
#[derive(Debug)]
pub(super) struct Uncounted;

impl Display for Uncounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("uncounted")
    }
}

impl std::error::Error for Uncounted {}

impl ser::Error for Uncounted {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// Takes the length of what is written.
struct Length(usize);

impl Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

type Counted = Result<(), Uncounted>;

macro_rules! numbers {
    ($($method:ident: $type:ty = $bytes:expr),* $(,)?) => {
        $(fn $method(self, _: $type) -> Counted {
            self.wire += $bytes;
            Ok(())
        })*
    };
}

impl ser::Serializer for &mut Size {
    type Ok = ();
    type Error = Uncounted;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    numbers! {
        serialize_bool: bool = 1, serialize_i8: i8 = 1, serialize_i16: i16 = 2,
        serialize_i32: i32 = 2, serialize_i64: i64 = 2, serialize_u8: u8 = 1,
        serialize_u16: u16 = 2, serialize_u32: u32 = 2, serialize_u64: u64 = 2,
        serialize_f32: f32 = 4, serialize_f64: f64 = 8, serialize_char: char = 2,
    }

    fn serialize_str(self, text: &str) -> Counted {
        self.text(text.len());
        Ok(())
    }
    fn collect_str<T: ?Sized + Display>(self, value: &T) -> Counted {
        let mut length = Length(0);
        let _ = write!(length, "{value}");
        self.text(length.0);
        Ok(())
    }
    fn serialize_bytes(self, bytes: &[u8]) -> Counted {
        self.text(bytes.len());
        Ok(())
    }
    fn serialize_none(self) -> Counted {
        Ok(())
    }
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Counted {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Counted {
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Counted {
        Ok(())
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Counted {
        Ok(())
    }
    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Counted {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Counted {
        value.serialize(self)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Uncounted> {
        self.place(size_of::<Value>());
        self.memory += ALLOCATION_BYTES;
        Ok(self)
    }
    fn serialize_tuple(self, _: usize) -> Result<Self, Uncounted> {
        Ok(self)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Uncounted> {
        Ok(self)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Uncounted> {
        Ok(self)
    }
    fn serialize_map(self, len: Option<usize>) -> Result<Self, Uncounted> {
        self.place(size_of::<Value>());
        self.memory += len.unwrap_or_default().div_ceil(ENTRIES_PER_NODE) * NODE_BYTES;
        Ok(self)
    }
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Self, Uncounted> {
        self.wire += 2;
        if self.is_element {
            self.place(in_list(name));
        }
        Ok(self)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Uncounted> {
        Ok(self)
    }
}

macro_rules! elements {
    ($($compound:ident, $method:ident),* $(,)?) => {
        $(impl ser::$compound for &mut Size {
            type Ok = ();
            type Error = Uncounted;
            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Counted {
                self.wire += 1;
                self.is_element = true;
                value.serialize(&mut **self)?;
                self.place(size_of::<usize>());
                Ok(())
            }
            fn end(self) -> Counted {
                Ok(())
            }
        })*
    };
}

/// What a struct takes in a list, by the name its serializer knows it by.
fn in_list(name: &str) -> usize {
    /// What is rare in lists is small there.
    const OTHERS_BYTES: usize = 100;
    macro_rules! sizes {
        ($($kind:ident),* $(,)?) => {
            match name {
                $(stringify!($kind) => size_of::<$kind>(),)*
                _ => OTHERS_BYTES,
            }
        };
    }
    sizes!(
        Container,
        ContainerStatus,
        ContainerPort,
        EnvVar,
        VolumeMount,
        Volume,
        PodCondition,
        Endpoint,
        EndpointPort,
        PersistentVolumeClaim,
        OwnerReference,
        Toleration,
        NodeCondition,
        ServicePort,
        TopologySpreadConstraint,
        PodAffinityTerm,
        WeightedPodAffinityTerm,
        NodeSelectorTerm,
    )
}

elements!(
    SerializeSeq,
    serialize_element,
    SerializeTuple,
    serialize_element,
    SerializeTupleStruct,
    serialize_field,
    SerializeTupleVariant,
    serialize_field,
);

impl ser::SerializeMap for &mut Size {
    type Ok = ();
    type Error = Uncounted;
    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Counted {
        self.wire += 1;
        key.serialize(&mut **self)
    }
    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Counted {
        self.wire += 1;
        value.serialize(&mut **self)
    }
    fn end(self) -> Counted {
        Ok(())
    }
}

macro_rules! fields {
    ($($compound:ident),*) => {
        $(impl ser::$compound for &mut Size {
            type Ok = ();
            type Error = Uncounted;
            fn serialize_field<T: ?Sized + Serialize>(
                &mut self,
                _: &'static str,
                value: &T,
            ) -> Counted {
                self.wire += 1;
                // Every object has some, and to write one only to count its letters is a tenth of a whole write.
                if type_name::<T>() == type_name::<Time>() {
                    self.text(TIME_BYTES);
                    return Ok(());
                }
                value.serialize(&mut **self)
            }
            fn end(self) -> Counted {
                Ok(())
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);
