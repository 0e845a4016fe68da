/** Graph's `correlationReason`, in its own spelling. Append only: stored by position. */
export const REASON_CODES = [
  'repeatedAlertOccurrence',
  'sameGeography',
  'similarArtifacts',
  'sameTargetedAsset',
  'sameNetworkSegment',
  'eventSequence',
  'timeFrame',
  'sameThreatSource',
  'similarTTPsOrBehavior',
  'sameActor',
  'sameCampaign',
  'sharedIndicators',
  'sameAsset',
  'networkProximity',
  'eventCasualSequence',
  'temporalProximity',
  'lateralMovementPath',
  /** Ours: a person linked them, or the exporter's own incident did. */
  'manualLink',
  'sourceIncident',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];
export const reasonCode = (code: ReasonCode): number => REASON_CODES.indexOf(code);

export const REASON_LABELS: Readonly<Record<ReasonCode, string>> = {
  repeatedAlertOccurrence: 'Repeated alert occurrence',
  sameGeography: 'Same geography',
  similarArtifacts: 'Similar artifacts',
  sameTargetedAsset: 'Same targeted asset',
  sameNetworkSegment: 'Same network segment',
  eventSequence: 'Event sequence',
  timeFrame: 'Time frame',
  sameThreatSource: 'Same threat source',
  similarTTPsOrBehavior: 'Similar TTPs or behavior',
  sameActor: 'Same actor',
  sameCampaign: 'Same campaign',
  sharedIndicators: 'Shared indicators',
  sameAsset: 'Same asset',
  networkProximity: 'Network proximity',
  eventCasualSequence: 'Event causal sequence',
  temporalProximity: 'Temporal proximity',
  lateralMovementPath: 'Lateral movement path',
  manualLink: 'Linked by hand',
  sourceIncident: 'Same incident in the export',
};
