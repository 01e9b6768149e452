import { BlockList, isIP, isIPv6 } from "node:net";

/** Which addresses a request may go to. `reachable`: all but those where no gateway is and others answer, such as a cloud's metadata. */
export type AddressPolicy = "loopback" | "public" | "reachable";

const listOf = (...subnets: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = "", prefix = ""] = subnet.split("/");
    list.addSubnet(address, Number(prefix), isIPv6(address) ? "ipv6" : "ipv4");
  }
  return list;
};

/** A list also holds an IPv4 address that is written as IPv6 (`::ffff:…`). */
const loopback = listOf("127.0.0.0/8", "::1/128");
const privateNetworks = listOf("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10");
/** The clouds' metadata services hand out credentials to whoever asks: AWS, GCP, Azure's wire server, Oracle, Alibaba; NAT64's spelling of the first. */
const metadata = listOf("169.254.0.0/16", "fd00:ec2::/32", "fd20:ce::/64", "168.63.129.16/32", "192.0.0.192/32", "100.100.100.200/32", "64:ff9b::a9fe:0/112", "2002:a9fe::/32");
const noHost = listOf("0.0.0.0/8", "::/128", "fe80::/10", "224.0.0.0/4", "255.255.255.255/32", "ff00::/8");
const metadataNames = /^(metadata|metadata\.google\.internal|metadata\.goog|instance-data|instance-data\.ec2\.internal)$/;

/** Why a request may not go to an address, as the end of a sentence that begins with it; undefined where it may. */
export function forbiddenAddress(address: string, policy: AddressPolicy): string | undefined {
  const bare = address.replace(/%.*$/, "");
  const family = isIPv6(bare) ? "ipv6" : "ipv4";
  const isIn = (list: BlockList): boolean => list.check(bare, family);
  if (isIP(bare) === 0) return "is no address";
  if (isIn(metadata)) return "belongs to a cloud's metadata service or is link-local";
  if (isIn(noHost)) return "is not the address of a single host";
  if (policy === "loopback") return isIn(loopback) ? undefined : "is not on this machine";
  if (policy === "public" && isIn(loopback)) return "is this machine";
  if (policy === "public" && isIn(privateNetworks)) return "is in a private network";
  return undefined;
}

/** Why a request may not go to a host by its name alone; undefined where its addresses decide. */
export const forbiddenName = (host: string): string | undefined => (metadataNames.test(withoutDot(host)) ? "is a cloud's metadata service" : undefined);

/** Whether a host is this machine, whatever a name server says. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return isIP(bare) === 0 ? /(^|\.)localhost$/.test(withoutDot(bare)) : loopback.check(bare, isIPv6(bare) ? "ipv6" : "ipv4");
}

const withoutDot = (host: string): string => host.toLowerCase().replace(/\.$/, "");
