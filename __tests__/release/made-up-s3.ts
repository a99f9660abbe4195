import type { S3Client } from "@aws-sdk/client-s3";

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: {
    readonly Key?: string;
    readonly Body?: string;
    readonly IfMatch?: string;
    readonly IfNoneMatch?: string;
  };
}

/** A bucket with one object, and S3's conditions on writing it. */
export class MadeUpS3 {
  public body: string | undefined;
  /** Called before each command: what others do meanwhile. */
  public before: (command: string) => void = () => {};
  public readonly keys = new Set<string | undefined>();
  private version = 0;

  public get client(): S3Client {
    return { send: async (command: Command) => this.answer(command) } as unknown as S3Client;
  }

  public write(body: object | undefined): void {
    this.body = body && JSON.stringify(body);
    this.version += 1;
  }

  private answer(command: Command): object {
    const { name } = command.constructor;
    const { input } = command;
    this.before(name);
    const { body } = this;
    const ETag = `"${this.version}"`;
    switch (name) {
      case "ListObjectsV2Command":
        return {
          Contents: body === undefined ? [{ Key: "x1/release.lock.old" }] : [{ Key: "x1/release.lock" }],
        };
      case "GetObjectCommand":
        this.keys.add(input.Key);
        if (body === undefined) throw Object.assign(new Error("gone"), { name: "NoSuchKey" });
        return { Body: { transformToString: async () => body }, ETag };
      case "PutObjectCommand":
        this.keys.add(input.Key);
        if (input.IfNoneMatch === "*" && body !== undefined) throw status(412);
        if (input.IfMatch !== undefined && body === undefined) throw status(404);
        if (input.IfMatch !== undefined && input.IfMatch !== ETag) throw status(412);
        this.write(JSON.parse(input.Body ?? ""));
        return {};
      default:
        this.keys.add(input.Key);
        this.write(undefined);
        return {};
    }
  }
}

const status = (httpStatusCode: number) =>
  Object.assign(new Error("refused"), { $metadata: { httpStatusCode } });
