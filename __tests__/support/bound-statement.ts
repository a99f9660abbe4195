import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Encodes a message of PostgreSQL's protocol: type, length and body. */
function message(type: string, ...parts: readonly (string | Buffer)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(`${part}\0`) : part)),
  );
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

/** Waits for a message of a type. @returns all bytes that were received */
async function until(socket: Socket, type: string): Promise<Buffer> {
  for (let received: Buffer = Buffer.alloc(0); ; ) {
    const [chunk] = (await once(socket, "data")) as [Buffer];
    received = Buffer.concat([received, chunk]);
    for (let at = 0; at + 5 <= received.length; at += 1 + received.readInt32BE(at + 1)) {
      if (String.fromCharCode(received[at] ?? 0) === type) return received;
    }
  }
}

/**
 * Runs a statement with bound parameters, as the driver of an application does. psql supports bound parameters only from version 16 on. The
 * server has to accept the user without a password. https://www.postgresql.org/docs/16/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
export async function runBound(
  port: number,
  user: string,
  statement: string,
  values: readonly string[],
): Promise<void> {
  const socket = connect(port, "localhost");
  const startup = message("", int32(196_608), "user", user, "database", "postgres", Buffer.from([0]));
  socket.write(startup);
  await until(socket, "Z");
  socket.write(
    Buffer.concat([
      message("P", "", statement, int16(0)),
      message(
        "B",
        "",
        "",
        int16(0),
        int16(values.length),
        ...values.flatMap((value) => [int32(Buffer.byteLength(value)), Buffer.from(value)]),
        int16(0),
      ),
      message("E", "", int32(0)),
      message("S"),
    ]),
  );
  await until(socket, "Z");
  socket.end(message("X"));
  await once(socket, "close");
}
