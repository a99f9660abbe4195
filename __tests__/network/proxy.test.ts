import { hasProxy, proxyFor } from "../../src/network/proxy";

const PROXY = "http://proxy.example.com:3128";
const forUrl = (url: string, env: NodeJS.ProcessEnv) => proxyFor(new URL(url), env);
/** Whether `url` is reached directly with this `NO_PROXY`. */
const direct = (url: string, NO_PROXY: string) =>
  forUrl(url, { HTTPS_PROXY: PROXY, HTTP_PROXY: PROXY, NO_PROXY }) === undefined;

it.each([
  ["HTTPS_PROXY", "https://sts.amazonaws.com"],
  ["https_proxy", "https://sts.amazonaws.com"],
  ["HTTP_PROXY", "http://sts.amazonaws.com"],
  ["http_proxy", "http://sts.amazonaws.com"],
])("%s counts for %s, and for the other scheme not", (variable, url) => {
  const env = { [variable]: PROXY };
  expect(hasProxy(env)).toBe(true);
  expect(forUrl(url, env)).toBe(PROXY);
  const other = url.startsWith("https") ? "http://sts.amazonaws.com" : "https://sts.amazonaws.com";
  expect(forUrl(other, env)).toBeUndefined();
});

it("without a variable there is no proxy, and an empty one is none", () => {
  expect([hasProxy({}), hasProxy({ HTTPS_PROXY: "" })]).toEqual([false, false]);
  expect(forUrl("https://sts.amazonaws.com", { HTTPS_PROXY: "" })).toBeUndefined();
});

it("takes the name in capitals before the one in lower case, and a proxy without a scheme for http:", () => {
  expect(forUrl("https://a.example", { HTTPS_PROXY: PROXY, https_proxy: "http://other" })).toBe(PROXY);
  expect(forUrl("https://a.example", { HTTPS_PROXY: "proxy:3128" })).toBe("http://proxy:3128");
});

it.each([
  ["socks5://proxy:1080", "socks5:"],
  ["http://", "no"],
])("refuses %s by the variable's name, without its value", (value, scheme) => {
  const refuse = () => forUrl("https://a.example", { HTTPS_PROXY: value });
  expect(refuse).toThrow(
    `HTTPS_PROXY names a proxy with the scheme "${scheme}", which is not supported: use a URL that begins with http:// or https://`,
  );
});

it.each(["http://localhost:5000", "http://127.0.0.1:5000", "http://127.8.8.8", "http://[::1]:5000"])(
  "reaches %s, on this machine, directly",
  (url) => expect(direct(url, "")).toBe(true),
);

// What Go's own documentation says of each form.
it.each([
  ["https://foo.com", "foo.com", true],
  ["https://bar.foo.com", "foo.com", true],
  ["https://xfoo.com", "foo.com", false],
  ["https://x.y.com", ".y.com", true],
  ["https://y.com", ".y.com", false],
  ["https://x.y.com", "*.y.com", true],
  ["https://y.com", "*.y.com", false],
  ["https://Foo.com", "FOO.com", true],
  ["https://foo.com", "a.com, foo.com ,b.com", true],
  ["https://foo.com", ",,", false],
  ["https://foo.com", "*", true],
  ["https://foo.com", "foo.com:443", true],
  ["https://foo.com:8443", "foo.com:443", false],
  ["http://foo.com", "foo.com:80", true],
  ["https://10.1.2.3", "10.0.0.0/8", true],
  ["https://11.1.2.3", "10.0.0.0/8", false],
  ["https://10.1.2.3", "10.1.2.3", true],
  ["https://10.1.2.3", "10.1.2.3:443", true],
  ["https://10.1.2.3", "10.1.2.3:80", false],
  ["https://10.1.2.30", "10.1.2.3", false],
  ["https://[2001:db8::1]", "2001:db8::/32", true],
  ["https://[2001:db8::1]", "2001:db8::1", true],
  ["https://[2001:db8::1]:8443", "[2001:db8::1]:8443", true],
  ["https://[2001:db8::1]", "[2001:db8::1]:8443", false],
  ["https://foo.com", "10.0.0.0/8", false],
  ["https://10.1.2.3", "10.0.0.0/99", false],
] as const)("%s with NO_PROXY=%s: directly %s", (url, noProxy, is) => expect(direct(url, noProxy)).toBe(is));
