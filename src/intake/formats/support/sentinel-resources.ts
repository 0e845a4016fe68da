import type { Json } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { EvidenceRole } from '../../../domain/evidence.ts';
import type { Fields } from './fields.ts';
import { type FullContext, generic, type Sink } from './sink.ts';

interface EntityFields extends Fields {
  readonly record: Readonly<Record<string, Json | undefined>>;
}

/** Mail, cloud, application, session and other entity types of Sentinel; whatever is none of them is kept as generic. */
export function otherEntity(
  type: string,
  entity: EntityFields,
  out: Sink,
  context: FullContext,
  nested: (name: string, roles: readonly EvidenceRole[]) => void,
): void {
  const facts = (more: Record<string, unknown>): FullContext => ({ ...context, attributes: { ...context.attributes, ...more } });
  const roles = context.roles ?? [];
  switch (type) {
    case 'mailbox': {
      const upn = entity.text('upn', 'userprincipalname');
      out(
        make.mailbox(entity.text('mailboxprimaryaddress', 'mailbox', 'address') ?? upn, facts({ displayName: entity.text('displayname') })),
      );
      out(
        make.user({
          ...context,
          upn,
          name: entity.text('accountname'),
          domain: entity.text('domainname'),
          sid: entity.text('usersid', 'sid'),
          objectId: entity.text('aadid', 'aaduserid', 'externaldirectoryobjectid'),
          displayName: entity.text('displayname'),
        }),
      );
      return;
    }
    case 'mailmessage':
    case 'submissionmail': {
      const sender = entity.text('p2sender', 'sender', 'p1sender');
      out(
        make.mailMessage({
          ...facts({
            received: entity.text('receiveddate', 'timestamp'),
            deliveryAction: entity.text('deliveryaction'),
            deliveryLocation: entity.text('deliverylocation'),
            direction: entity.text('antispamdirection'),
            threats: entity.list('threats').join(', '),
            detectedBy: entity.list('threatdetectionmethods').join(', '),
            attachments: entity.text('attachmentcount'),
            urls: entity.text('urlcount'),
            envelopeSender: entity.text('p1sender'),
          }),
          networkMessageId: entity.get('networkmessageid'),
          internetMessageId: entity.get('internetmessageid'),
          subject: entity.get('subject'),
          sender,
          recipient: entity.get('recipient'),
        }),
      );
      for (const address of new Set([sender, entity.text('p1sender')])) out(make.mailbox(address, { roles: ['sender'] }));
      out(make.mailbox(entity.text('recipient'), { roles: ['recipient'] }));
      out(make.mailbox(entity.text('submitter'), { roles: ['related'] }));
      out(make.ip(entity.text('senderip'), { roles: ['source'] }));
      for (const link of entity.list('urls')) out(make.url(link, { roles: ['related'] }));
      nested('files', ['related']);
      return;
    }
    case 'mailcluster': {
      out(
        make.mailCluster(
          entity.text('query', 'urn', 'clusterbyvalue'),
          facts({
            clusterBy: entity.text('clusterby'),
            clusterByValue: entity.text('clusterbyvalue'),
            emailCount: entity.text('mailcount'),
            mails: entity.list('networkmessageids').join(' '),
          }),
        ),
      );
      return;
    }
    case 'cloudapplication': {
      out(
        make.app(entity.text('name', 'appname'), {
          ...facts({ instance: entity.text('instancename'), instanceId: entity.text('instanceid') }),
          appId: entity.text('appid', 'saasid'),
        }),
      );
      return;
    }
    case 'oauthapplication': {
      out(
        make.oauthApp(entity.text('name'), {
          ...facts({ publisher: entity.text('publishername'), objectId: entity.text('oauthobjectid') }),
          appId: entity.text('oauthappid', 'appid', 'oauthobjectid'),
        }),
      );
      return;
    }
    case 'serviceprincipal': {
      out(make.app(entity.text('serviceprincipalname', 'name'), { ...context, appId: entity.text('appid', 'serviceprincipalobjectid') }));
      return;
    }
    case 'azureresource': {
      out(
        make.cloudResource(entity.text('resourceid', 'azureid'), {
          ...facts({ resourceType: entity.text('resourcetype') }),
          name: entity.text('resourcename'),
        }),
      );
      return;
    }
    case 'amazonresource':
    case 'awsresource': {
      out(
        make.cloudResource(entity.text('amazonresourceid', 'awsresourceid', 'arn', 'resourceid'), {
          ...facts({ account: entity.text('accountid', 'amazonaccountid'), resourceType: entity.text('resourcetype') }),
          name: entity.text('resourcename', 'name'),
        }),
      );
      return;
    }
    case 'gcpresource':
    case 'googlecloudresource': {
      out(
        make.cloudResource(entity.text('fullresourcename', 'relatedazureresourceids', 'resourcename', 'resourceid'), {
          ...facts({ project: entity.text('projectid'), location: entity.text('location'), resourceType: entity.text('resourcetype') }),
          name: entity.text('resourcename'),
        }),
      );
      return;
    }
    case 'blob':
      out(
        make.cloudResource(entity.text('url', 'uri', 'name'), {
          ...facts({ etag: entity.text('etag'), resourceType: 'blob' }),
          name: entity.text('name'),
        }),
      );
      nested('filehashes', roles);
      {
        nested('blobcontainer', ['contextual']);
        return;
      }
    case 'blobcontainer':
      out(
        make.cloudResource(entity.text('url', 'uri', 'name'), { ...facts({ resourceType: 'blobContainer' }), name: entity.text('name') }),
      );
      {
        nested('storageresource', ['contextual']);
        return;
      }
    case 'cloudlogonsession':
      out(
        make.named(
          'session',
          entity.text('sessionid'),
          facts({
            userAgent: entity.text('useragent'),
            browser: entity.text('browser'),
            os: entity.text('operatingsystem'),
            started: entity.text('starttimeutc'),
          }),
        ),
      );
      {
        nested('account', ['related']);
        return;
      }
    case 'hostlogonsession':
      out(
        make.named('session', entity.text('sessionid'), facts({ started: entity.text('starttimeutc'), ended: entity.text('endtimeutc') })),
      );
      nested('account', ['related']);
      {
        nested('host', ['related']);
        return;
      }
    case 'cloudlogonrequest': {
      out(make.named('session', entity.text('requestid'), { ...context, kind: 'request' }));
      return;
    }
    case 'malware':
      out(make.named('malware', entity.text('name'), facts({ category: entity.text('category') })));
      nested('files', ['related']);
      {
        nested('processes', ['related']);
        return;
      }
    case 'securitygroup': {
      out(
        make.named('securityGroup', entity.text('objectguid', 'sid', 'distinguishedname', 'displayname', 'name'), {
          ...facts({ distinguishedName: entity.text('distinguishedname') }),
          label: entity.text('displayname', 'friendlyname', 'name', 'distinguishedname'),
          also: { sid: entity.text('sid') },
        }),
      );
      return;
    }
    case 'networkconnection':
      nested('sourceaddress', ['source']);
      {
        nested('destinationaddress', ['destination']);
        return;
      }
    case 'nic': {
      nested('ipaddress', roles);
      return;
    }
    case 'iotdevice':
      out(
        make.device({
          ...facts({
            deviceType: entity.text('devicetype'),
            mac: entity.text('macaddress'),
            os: entity.text('operatingsystem'),
            manufacturer: entity.text('manufacturer'),
            model: entity.text('model'),
          }),
          name: entity.text('devicename'),
          agentId: entity.text('deviceid'),
          agentOf: 'iot',
        }),
      );
      nested('ipaddress', ['contextual']);
      {
        nested('iothub', ['contextual']);
        return;
      }
    case 'container':
      out(make.named('container', entity.text('containerid', 'name'), { ...context, label: entity.text('name') }));
      nested('image', ['contextual']);
      {
        nested('pod', ['contextual']);
        return;
      }
    case 'containerimage': {
      out(make.named('generic', entity.text('imageid', 'name'), { ...context, kind: 'containerimage' }));
      return;
    }
    case 'containerregistry': {
      out(make.named('generic', entity.text('registry'), { ...context, kind: 'containerregistry' }));
      return;
    }
    case 'unknown':
      if (Object.keys(entity.record).length === 0) return;
      {
        generic(type, entity.record, out, context);
        return;
      }
    default:
      if (/^(?:k8s|kubernetes)/.test(type)) {
        kubernetes(type.replace(/^(?:k8s|kubernetes)/, ''), entity, out, facts, nested);
        return;
      }
      {
        generic(type, entity.record, out, context);
        return;
      }
  }
}

function kubernetes(
  kind: string,
  entity: EntityFields,
  out: Sink,
  facts: (more: Record<string, unknown>) => FullContext,
  nested: (name: string, roles: readonly EvidenceRole[]) => void,
): void {
  const space = entity.object('namespace');
  const cluster = space === undefined ? entity.object('cluster') : space;
  const names = [cluster?.['name'] ?? cluster?.['Name'], entity.text('name')].filter(
    (name): name is string => typeof name === 'string' && name !== '',
  );
  out(
    make.named('generic', [...new Set(names)].join('/'), {
      ...facts({ platform: entity.text('platform'), version: entity.text('version') }),
      kind: `k8s-${kind}`,
      label: entity.text('name'),
    }),
  );
  for (const inner of ['cluster', 'namespace', 'pod', 'cloudresource', 'serviceaccount']) nested(inner, ['contextual']);
}
