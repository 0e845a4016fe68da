import { isPrivateAddress, normalAddress } from '../../../domain/address.ts';
import type { EvidenceRole } from '../../../domain/evidence.ts';
import { evidenceList, ip } from '../../../domain/evidence-builders.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import type { Severity } from '../../../domain/severity.ts';

const BY_PRIORITY: readonly Severity[] = ['unknown', 'high', 'medium', 'low', 'informational'];
/** Priority of a Snort or Suricata rule: 1 is worst; 0 stands for a rule without a class. */
export const severityOfPriority = (priority: number | undefined): Severity =>
  priority === undefined ? 'unknown' : (BY_PRIORITY[priority] ?? (priority > 4 ? 'informational' : 'unknown'));

/** `192.0.2.1:443`, `2001:db8::1:443`, `[2001:db8::1]:443`, or an address alone. The last colon of IPv6 with a port is taken as the port's. */
export function endOf(text: string): { readonly address: string; readonly port?: string } {
  const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(text);
  if (bracketed) return { address: bracketed[1] ?? '', ...(bracketed[2] !== undefined && { port: bracketed[2] }) };
  const v4 = /^(\d+\.\d+\.\d+\.\d+)(?::(\d+))?$/.exec(text);
  if (v4) return { address: v4[1] ?? '', ...(v4[2] !== undefined && { port: v4[2] }) };
  const at = text.lastIndexOf(':');
  const head = text.slice(0, at);
  const port = text.slice(at + 1);
  if (at > 0 && /^\d{1,5}$/.test(port) && normalAddress(head) !== undefined) return { address: head, port };
  return { address: text };
}

export interface Flow {
  readonly source?: string | undefined;
  readonly sourcePort?: string | undefined;
  readonly destination?: string | undefined;
  readonly destinationPort?: string | undefined;
  readonly protocol?: string | undefined;
  readonly service?: string | undefined;
  readonly blocked?: boolean | undefined;
}

/** Both ends of what an IDS saw. Where one end is private and the other is not, the private one is the impacted asset. */
export function flowEvidence(flow: Flow): (Evidence | undefined)[] {
  const inside = (address: string | undefined): boolean => isPrivateAddress(normalAddress(address ?? '') ?? '8.8.8.8');
  const mixed = inside(flow.source) !== inside(flow.destination);
  const roles = (side: 'source' | 'destination', address: string | undefined): EvidenceRole[] =>
    mixed && inside(address) ? [side, 'impacted'] : [side];
  const remediation = flow.blocked === true ? ('blocked' as const) : undefined;
  return [
    ip(flow.source, { roles: roles('source', flow.source), remediation }),
    ip(flow.destination, {
      roles: roles('destination', flow.destination),
      remediation,
      attributes: { port: flow.destinationPort, protocol: flow.protocol, service: flow.service },
    }),
  ];
}
export const flowList = (flow: Flow): Evidence[] => evidenceList(flowEvidence(flow));
