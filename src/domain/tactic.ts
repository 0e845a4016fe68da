/** A tactic of ATT&CK for Enterprise. */
export interface Tactic {
  readonly id: string;
  readonly name: string;
}

/** In kill-chain order, as attack.mitre.org lists them. Position = bit in a tactic mask; append only. */
export const TACTICS: readonly Tactic[] = [
  { id: 'TA0043', name: 'Reconnaissance' },
  { id: 'TA0042', name: 'Resource development' },
  { id: 'TA0001', name: 'Initial access' },
  { id: 'TA0002', name: 'Execution' },
  { id: 'TA0003', name: 'Persistence' },
  { id: 'TA0004', name: 'Privilege escalation' },
  { id: 'TA0005', name: 'Defense evasion' },
  { id: 'TA0006', name: 'Credential access' },
  { id: 'TA0007', name: 'Discovery' },
  { id: 'TA0008', name: 'Lateral movement' },
  { id: 'TA0009', name: 'Collection' },
  { id: 'TA0011', name: 'Command and control' },
  { id: 'TA0010', name: 'Exfiltration' },
  { id: 'TA0040', name: 'Impact' },
];

/** The name of a tactic id; an id that is not in ATT&CK stands for itself. */
export const tacticName = (id: string): string => TACTICS.find((tactic) => tactic.id === id)?.name ?? id;
