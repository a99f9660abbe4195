import { strFromU8, unzipSync } from "fflate";
import { storedZip } from "../../src/files/stored-zip";

/** With the text by which CRC-32 is told from its likes, and what it has to give. */
const CHECK = { text: "123456789", crc: 0xcbf43926 };
const FILES = { "check.txt": CHECK.text, "b.js": "exports.b = 'größer';\n", "a.json": "{}", "empty.js": "" };

describe("a stored zip", () => {
  const zip = storedZip(FILES);

  it("is what another program reads the same files from, sorted by name", () => {
    const read = Object.entries(unzipSync(zip)).map(([name, content]) => [name, strFromU8(content)]);
    expect(read).toEqual(Object.entries(FILES).sort());
  });

  it("holds them as they are, by their checksums", () => {
    const at = zip.indexOf(`check.txt${CHECK.text}`) - 30; // of the header before
    expect(zip.readUInt32LE(at)).toBe(0x04034b50);
    expect(zip.readUInt16LE(at + 8)).toBe(0); // stored
    expect(zip.readUInt32LE(at + 14)).toBe(CHECK.crc);
  });

  it("says of each file that everybody may read it, and that it is of 1980", () => {
    const at = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    expect(zip.readUInt8(at + 5)).toBe(3); // Unix
    expect((zip.readUInt32LE(at + 38) >>> 16).toString(8)).toBe("100644");
    expect([zip.readUInt16LE(at + 12), zip.readUInt16LE(at + 14)]).toEqual([0, 0x21]);
  });

  it("is the same bytes whatever order the files come in", () => {
    expect(storedZip(Object.fromEntries(Object.entries(FILES).reverse()))).toEqual(zip);
  });
});
