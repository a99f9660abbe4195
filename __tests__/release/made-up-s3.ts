import type { S3Client } from "@aws-sdk/client-s3";

type Handler = (args: object) => Promise<{ readonly output: object; readonly response: object }>;

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: {
    readonly Key?: string;
    readonly Body?: string;
    readonly IfMatch?: string;
    readonly IfNoneMatch?: string;
  };
  readonly middlewareStack: { resolve(handler: Handler, context: object): Handler };
}

/** A made-up bucket with one object. It supports S3's conditional writes and deletes, and has a clock of its own. */
export class MadeUpS3 {
  public bytes: Uint8Array | undefined;
  public now: () => number = Date.now;
  public lastModified = new Date(0);
  /** Called before each command is answered, for the actions of others in between. */
  public before: (command: string) => void | Promise<void> = () => {};
  /** Keys of other objects in the bucket, which only a listing shows. */
  public others: readonly string[] = [];
  public readonly keys = new Set<string | undefined>();
  private version = 0;

  public get client(): S3Client {
    const send = async (command: Command) => {
      const handler: Handler = async () => ({
        output: await this.answer(command),
        response: { headers: { date: new Date(this.now()).toUTCString() } },
      });
      return (await command.middlewareStack.resolve(handler, {})({ input: command.input })).output;
    };
    return { send } as unknown as S3Client;
  }

  public get body(): string | undefined {
    return this.bytes && new TextDecoder().decode(this.bytes);
  }

  public write(body: object | undefined): void {
    this.put(body && new TextEncoder().encode(JSON.stringify(body)));
  }

  public put(bytes: Uint8Array | undefined): void {
    this.bytes = bytes;
    this.version += 1;
    this.lastModified = new Date(this.now());
  }

  private async answer(command: Command): Promise<object> {
    const { name } = command.constructor;
    const { input } = command;
    await this.before(name);
    const { bytes, lastModified: LastModified } = this;
    const ETag = `"${this.version}"`;
    const requireMatch = () => {
      if (input.IfMatch !== undefined && bytes === undefined) throw status(404);
      if (input.IfMatch !== undefined && input.IfMatch !== ETag) throw status(412);
    };
    switch (name) {
      case "ListObjectsV2Command":
        return {
          Contents: [bytes === undefined ? "x1/release.lock.old" : "x1/release.lock", ...this.others].map(
            (Key) => ({ Key }),
          ),
        };
      case "GetObjectCommand":
        this.keys.add(input.Key);
        if (bytes === undefined) throw Object.assign(new Error("gone"), { name: "NoSuchKey" });
        return { Body: { transformToByteArray: async () => bytes }, ETag, LastModified };
      case "PutObjectCommand":
        this.keys.add(input.Key);
        if (input.IfNoneMatch === "*" && bytes !== undefined) throw status(412);
        requireMatch();
        this.write(JSON.parse(input.Body ?? ""));
        return {};
      default:
        this.keys.add(input.Key);
        requireMatch();
        this.write(undefined);
        return {};
    }
  }
}

const status = (httpStatusCode: number) =>
  Object.assign(new Error("refused"), { $metadata: { httpStatusCode } });
