import { arch, platform } from "node:os";

const SYSTEMS: Readonly<Record<string, string>> = { win32: "windows" };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64" };

/** The platform of this machine, in the form that HashiCorp's file names have: `linux_amd64`, `darwin_arm64`, ... */
export const PLATFORM = `${SYSTEMS[platform()] ?? platform()}_${ARCHITECTURES[arch()] ?? arch()}`;
