import { remembered } from '../../../base/remembered.ts';

/* Words that several Microsoft formats share. Source: Graph security `serviceSource`, `detectionSource`; Defender portal, Sentinel ProductName. */

const SERVICES: Readonly<Record<string, string>> = {
  microsoftdefenderforendpoint: 'Microsoft Defender for Endpoint',
  microsoftdefenderatp: 'Microsoft Defender for Endpoint',
  microsoftdefenderadvancedthreatprotection: 'Microsoft Defender for Endpoint',
  windowsdefenderatp: 'Microsoft Defender for Endpoint',
  mdatp: 'Microsoft Defender for Endpoint',
  wdatp: 'Microsoft Defender for Endpoint',
  microsoftdefenderforidentity: 'Microsoft Defender for Identity',
  azureadvancedthreatprotection: 'Microsoft Defender for Identity',
  azureatp: 'Microsoft Defender for Identity',
  aatp: 'Microsoft Defender for Identity',
  microsoftdefenderforcloudapps: 'Microsoft Defender for Cloud Apps',
  microsoftcloudappsecurity: 'Microsoft Defender for Cloud Apps',
  cloudappsecurity: 'Microsoft Defender for Cloud Apps',
  mcas: 'Microsoft Defender for Cloud Apps',
  microsoftdefenderforoffice365: 'Microsoft Defender for Office 365',
  office365advancedthreatprotection: 'Microsoft Defender for Office 365',
  officeatp: 'Microsoft Defender for Office 365',
  oatp: 'Microsoft Defender for Office 365',
  microsoft365defender: 'Microsoft Defender XDR',
  microsoftdefenderxdr: 'Microsoft Defender XDR',
  microsoftxdr: 'Microsoft Defender XDR',
  microsoftthreatprotection: 'Microsoft Defender XDR',
  mtp: 'Microsoft Defender XDR',
  azureadidentityprotection: 'Microsoft Entra ID Protection',
  azureactivedirectoryidentityprotection: 'Microsoft Entra ID Protection',
  aadidentityprotection: 'Microsoft Entra ID Protection',
  microsoftentraidprotection: 'Microsoft Entra ID Protection',
  entraidprotection: 'Microsoft Entra ID Protection',
  ipc: 'Microsoft Entra ID Protection',
  microsoftappgovernance: 'Microsoft App Governance',
  appgovernance: 'Microsoft App Governance',
  datalossprevention: 'Microsoft Data Loss Prevention',
  microsoftdatalossprevention: 'Microsoft Data Loss Prevention',
  microsoftdefenderforcloud: 'Microsoft Defender for Cloud',
  azuresecuritycenter: 'Microsoft Defender for Cloud',
  azuredefender: 'Microsoft Defender for Cloud',
  microsoftsentinel: 'Microsoft Sentinel',
  azuresentinel: 'Microsoft Sentinel',
  asischeduledalerts: 'Microsoft Sentinel',
  asinrtalerts: 'Microsoft Sentinel',
  microsoftinsiderriskmanagement: 'Microsoft Purview Insider Risk Management',
  microsoftthreatintelligence: 'Microsoft Threat Intelligence',
};

const PREFIXES: Readonly<Record<string, string>> = {
  ra: 'Microsoft Defender XDR',
  ta: 'Microsoft Defender XDR',
  ea: 'Microsoft Defender XDR',
  fa: 'Microsoft Defender for Office 365',
  da: 'Microsoft Defender for Endpoint',
  ed: 'Microsoft Defender for Endpoint',
  aa: 'Microsoft Defender for Identity',
  ri: 'Microsoft Defender for Identity',
  ca: 'Microsoft Defender for Cloud Apps',
  rm: 'Microsoft Defender for Cloud Apps',
  ma: 'Microsoft App Governance',
  ad: 'Microsoft Entra ID Protection',
  dl: 'Microsoft Data Loss Prevention',
  dc: 'Microsoft Defender for Cloud',
  sn: 'Microsoft Sentinel',
  ir: 'Microsoft Purview Insider Risk Management',
};

const squeeze = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The product of today for any name a Microsoft export gives it; a name that is none of them stays as it is. */
export const microsoftProduct = (word: string | undefined): string | undefined => (word === undefined ? undefined : productOf(word));
const productOf = remembered((word): string | undefined => {
  const key = squeeze(word);
  if (key === '' || key === 'unknown' || key === 'unknownfuturevalue') return undefined;
  return Object.hasOwn(SERVICES, key) ? SERVICES[key] : word;
});

/** As `microsoftProduct`, for a field that may hold other things: `undefined` unless it names a product. */
export function namedProduct(word: string | undefined): string | undefined {
  const key = word === undefined ? '' : squeeze(word);
  return Object.hasOwn(SERVICES, key) ? SERVICES[key] : undefined;
}

/** The product that an alert id of the Defender portal tells by its first two letters. Source: Microsoft, alert sources. */
export function productOfAlertId(id: string | undefined): string | undefined {
  const prefix = id === undefined || !/^[a-z]{2}[0-9a-f]{6}/i.test(id) ? '' : id.slice(0, 2).toLowerCase();
  return Object.hasOwn(PREFIXES, prefix) ? PREFIXES[prefix] : undefined;
}

/** Scope of alert ids that Graph, hunting, streaming, the incidents API and Defender for Endpoint share. */
export const MICROSOFT_IDS = 'microsoft';
/** Scope of `SystemAlertId`: Sentinel and Log Analytics. */
export const SENTINEL_IDS = 'sentinel';

const ALERT_PAGE = /^https:\/\/[\w.-]*(?:security\.microsoft|securitycenter\.(?:windows|microsoft))\.(?:com|us|cn)\/alerts?\/([^/?#]+)/i;

/** The id that Graph gives an alert, where a record of another export tells it: in the link to its page, or as the provider's id behind the letters of its source. */
export function graphAlias(
  link: string | undefined,
  letters?: string,
  providerId?: string,
): { readonly scope: string; readonly id: string } | undefined {
  const id = ALERT_PAGE.exec(link ?? '')?.[1] ?? (letters === undefined || providerId === undefined ? undefined : letters + providerId);
  return id === undefined ? undefined : { scope: MICROSOFT_IDS, id };
}
