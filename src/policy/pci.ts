/** Controls of PCI DSS, each with a short description in this project's words. https://www.pcisecuritystandards.org/document_library/ */
const PCI = {
  "1.2.5": "all allowed services, protocols and ports are identified, and each is needed",
  "1.3.1": "inbound traffic is restricted to what is necessary",
  "1.3.2": "outbound traffic is restricted to what is necessary",
  "1.4.2": "traffic from untrusted networks reaches only public services",
  "1.4.4": "components that store data are not directly reachable from untrusted networks",
  "10.2.1": "audit logs are enabled and active",
  "10.2.1.1": "audit logs record every individual access to cardholder data",
  "10.5.1": "audit logs are kept for 12 months",
  "2.2.1": "configuration standards cover all system components",
  "2.2.2": "vendor default accounts are managed",
  "2.2.4": "only necessary functions are enabled",
  "2.2.6": "system security parameters are set so that they prevent misuse",
  "2.2.7": "administrative access is encrypted",
  "3.6.1": "keys are protected against disclosure and misuse",
  "3.7.4": "keys are changed when their cryptoperiod ends",
  "4.2.1": "strong cryptography protects card numbers on public networks",
  "6.3.3": "security patches are installed in time",
  "6.4.2": "an automated solution detects and prevents attacks on public web applications",
  "6.5.1": "a failed change can be rolled back to a secure state",
  "7.2.2": "people get access according to their job, with least privilege",
  "7.2.5": "application and system accounts have least privilege",
  "8.3.2": "authentication factors are encrypted in transmission and storage",
  "8.6.2": "scripts and configuration files contain no passwords",
  "8.6.3": "passwords of application and system accounts are changed and protected",
} as const;

/** Returns controls of PCI DSS by their ids, each with its short description. */
export const pci = (...ids: readonly (keyof typeof PCI)[]): Readonly<Record<string, string>> =>
  Object.fromEntries(ids.map((id) => [id, PCI[id]]));
