import { expect, test } from 'vitest';
import { trellixEpoXml } from '../../../src/intake/formats/trellix-epo-xml.ts';
import { describeImporter } from '../describe-importer.ts';
import { memorySource, take } from '../sources.ts';

describeImporter(trellixEpoXml);

test('the name of the analyzer stands beside the events of its software', async () => {
  const xml =
    '<EPOEvent><MachineInfo><MachineName>WS-7</MachineName></MachineInfo><SoftwareInfo ProductName="ENDP_AM_1070" ProductFamily="TVD">' +
    '<CommonFields><AnalyzerName>Trellix Endpoint Security</AnalyzerName></CommonFields><Event><EventID>1048</EventID><Severity>1</Severity>' +
    '<GMTTime>2024-05-14T08:00:00</GMTTime><CommonFields><ThreatName>EICAR</ThreatName></CommonFields></Event></SoftwareInfo></EPOEvent>';
  const { alerts } = await take(memorySource(xml));
  expect(alerts[0]?.draft).toMatchObject({ title: 'EICAR', product: 'Trellix Endpoint Security' });
});
