import { expect, test } from 'vitest';
import { vectraDetect } from '../../../src/intake/formats/vectra-detect.ts';
import { describeImporter } from '../describe-importer.ts';
import { onlyAlert, told } from './collect.ts';

describeImporter(vectraDetect);

test('an account of the syslog keeps the service it was used on, and a host without a name only its address', () => {
  const of = (record: Record<string, string | number>) =>
    told(onlyAlert(vectraDetect, { d_type: 't', d_type_vname: 'T', detection_id: 1, ...record }).evidence);
  expect(of({ account_name: 'O365:jdoe@corp.example', service_name: 'TERMSRV/srv-adfs.corp.example@CORP', dd_dst_ip: '0.0.0.0' })).toEqual([
    'user upn:jdoe@corp.example [impacted]',
    'device fqdn:srv-adfs.corp.example netbios:srv-adfs [target]',
  ]);
  expect(of({ host_name: 'IP-10.20.4.99', host_ip: '10.20.4.99', dd_dst_ip: '198.51.100.23', dd_dst_port: 53 })).toEqual([
    'ip ip:10.20.4.99 [source impacted]',
    'ip ip:198.51.100.23 [destination]',
  ]);
});
