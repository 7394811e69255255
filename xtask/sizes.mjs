// Prints `raw gzip brotli name`, tab-separated, for every file below the folder given, the heaviest first.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = process.argv[2];

const rows = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = readFileSync(path);
    const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
    return {
      name: relative(folder, path).split(sep).join('/'),
      sizes: [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes, brotli).length],
    };
  });

rows.sort((a, b) => b.sizes[0] - a.sizes[0] || (a.name < b.name ? -1 : 1));
for (const { name, sizes } of rows) console.log([...sizes, name].join('\t'));
