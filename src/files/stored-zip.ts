/** The version of the zip format that is needed to extract the file: 1.0. */
const VERSION = 10;
/** A flag that says that the file modes in the zip are modes of Unix. */
const UNIX = 3 << 8;
/**
 * The date of all files in the zip: 1980-01-01, the earliest possible date. The date is fixed, so that the same files always give the same
 * bytes.
 */
const DATE = 0x0021;
/** The mode of all files in the zip: the owner may write, and everybody may read. */
const MODE = 0o100644 << 16;

const CRC = Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest >>> 0;
});

function crc32(content: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of content) crc = (crc >>> 8) ^ (CRC[(crc ^ byte) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Encodes the numbers of a zip header. Each number takes two or four bytes, in little-endian order. */
function header(...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value >>> 0, 0, bytes);
      return field;
    }),
  );
}

/**
 * Creates a zip of text files, without compression. The same files give the same bytes on every machine, because the zip does not depend on
 * the clock, the time zone, the umask or the version of zlib.
 *
 * @param files the contents of the files. The keys are the files' names, which have to be ASCII
 */
export function storedZip(files: Readonly<Record<string, string>>): Buffer {
  const before: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const name of Object.keys(files).sort()) {
    const content = Buffer.from(files[name] ?? "");
    const common = [
      [2, 0], // flags
      [2, 0], // stored
      [2, 0],
      [2, DATE],
      [4, crc32(content)],
      [4, content.length],
      [4, content.length],
      [2, name.length],
      [2, 0], // extra fields
    ] as const;
    const entry = [header([4, 0x04034b50], [2, VERSION], ...common), Buffer.from(name), content];
    directory.push(
      header(
        [4, 0x02014b50],
        [2, UNIX | VERSION],
        [2, VERSION],
        ...common,
        [2, 0],
        [2, 0],
        [2, 0],
        [4, MODE],
        [4, offset],
      ),
      Buffer.from(name),
    );
    before.push(...entry);
    offset += entry.reduce((sum, { length }) => sum + length, 0);
  }
  const count = directory.length / 2;
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = header([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
  return Buffer.concat([...before, ...directory, end]);
}
