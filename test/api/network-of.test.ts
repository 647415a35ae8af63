import { expect, test } from "@jest/globals";
import { networkOf } from "../../src/api/network-of.ts";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:DB8:0:0:abcd::1", "2001:db8:0:0"],
  ["2001:db8:0:1::1", "2001:db8:0:1"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["::1", "0:0:0:0"],
  ["unknown", "unknown"],
])("a request from %s counts for %s", (ip, network) => {
  expect(networkOf({ ip })).toBe(network);
});
