import { type JsonObject, own } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import { listOf, objectsOf, textOf } from './fields.ts';
import { kubernetes } from './graph-kubernetes.ts';
import { mailOf, message } from './graph-mail.ts';
import { type FullContext, generic, type Nested, type Sink } from './sink.ts';

/** Mail, cloud, container, application and other evidence types of Graph; whatever is none of them is kept as generic. */
export function graphResource(type: string, item: JsonObject, out: Sink, context: FullContext, nested: Nested): void {
  const facts = (more: Record<string, unknown>): FullContext => ({ ...context, attributes: { ...context.attributes, ...more } });
  const name = textOf(item, 'displayName', 'name');
  switch (type) {
    case 'analyzedmessage': {
      message(item, out, context);
      return;
    }
    case 'submissionmail':
      out(
        make.mailMessage({
          ...facts({ reportType: textOf(item, 'reportType'), submissionId: textOf(item, 'submissionId') }),
          ...mailOf(item),
        }),
      );
      out(make.mailbox(own(item, 'sender'), { roles: ['sender'] }));
      out(make.mailbox(own(item, 'recipient'), { roles: ['recipient'] }));
      out(make.mailbox(own(item, 'submitter'), { roles: ['related'] }));
      {
        out(make.ip(own(item, 'senderIp'), { roles: ['source'] }));
        return;
      }
    case 'teamsmessage':
      out(
        make.named('generic', own(item, 'messageId'), {
          ...facts({
            direction: textOf(item, 'messageDirection'),
            delivery: textOf(item, 'deliveryAction'),
            thread: textOf(item, 'threadId'),
          }),
          kind: 'teamsmessage',
          label: own(item, 'subject'),
        }),
      );
      out(make.mailbox(own(item, 'senderFromAddress'), { roles: ['sender'] }));
      for (const recipient of listOf(item, 'recipients')) out(make.mailbox(recipient, { roles: ['recipient'] }));
      out(make.ip(own(item, 'senderIP'), { roles: ['source'] }));
      nested('files');
      {
        nested('urls');
        return;
      }
    case 'mailcluster': {
      out(
        make.mailCluster(own(item, 'query') ?? own(item, 'urn') ?? own(item, 'clusterByValue'), {
          ...facts({
            clusterBy: textOf(item, 'clusterBy'),
            clusterByValue: textOf(item, 'clusterByValue'),
            emailCount: textOf(item, 'emailCount'),
            mails: listOf(item, 'networkMessageIds').join(' '),
          }),
        }),
      );
      return;
    }
    case 'mailboxconfiguration': {
      out(
        make.mailbox(
          textOf(item, 'mailboxPrimaryAddress', 'upn'),
          facts({ configuration: textOf(item, 'configurationType'), configurationId: textOf(item, 'configurationId'), rule: name }),
        ),
      );
      return;
    }
    case 'azureresource': {
      out(
        make.cloudResource(own(item, 'resourceId'), {
          ...facts({ resourceType: textOf(item, 'resourceType') }),
          name: own(item, 'resourceName'),
        }),
      );
      return;
    }
    case 'amazonresource': {
      out(
        make.cloudResource(own(item, 'amazonResourceId') ?? own(item, 'resourceName'), {
          ...facts({ resourceType: textOf(item, 'resourceType'), account: textOf(item, 'amazonAccountId') }),
          name: own(item, 'resourceName'),
        }),
      );
      return;
    }
    case 'googlecloudresource': {
      out(
        make.cloudResource(own(item, 'fullResourceName') ?? own(item, 'resourceName'), {
          ...facts({ resourceType: textOf(item, 'resourceType'), project: textOf(item, 'projectId'), location: textOf(item, 'location') }),
          name: own(item, 'resourceName'),
        }),
      );
      return;
    }
    case 'blob':
      out(
        make.cloudResource(textOf(item, 'url', 'name'), {
          ...facts({ etag: textOf(item, 'etag'), resourceType: 'blob' }),
          name: own(item, 'name'),
        }),
      );
      for (const hash of objectsOf(item, 'fileHashes')) out(make.file({ ...context, hash: own(hash, 'value'), name: own(item, 'name') }));
      {
        nested('blobContainer', ['contextual']);
        return;
      }
    case 'blobcontainer':
      out(make.cloudResource(textOf(item, 'url', 'name'), { ...facts({ resourceType: 'blobContainer' }), name: own(item, 'name') }));
      {
        nested('storageResource', ['contextual']);
        return;
      }
    case 'sastoken':
      out(
        make.named('generic', own(item, 'signatureHash'), {
          ...facts({
            permissions: listOf(item, 'permissions').join(' '),
            allowedAddresses: textOf(item, 'allowedIpAddresses'),
            expires: textOf(item, 'expiryDateTime'),
          }),
          kind: 'sastoken',
        }),
      );
      {
        nested('storageResource');
        return;
      }
    case 'cloudapplication': {
      out(
        make.app(own(item, 'displayName'), {
          ...facts({ instance: textOf(item, 'instanceName'), instanceId: textOf(item, 'instanceId') }),
          appId: own(item, 'appId') ?? own(item, 'saasAppId'),
        }),
      );
      return;
    }
    case 'oauthapplication': {
      out(
        make.oauthApp(own(item, 'displayName'), {
          ...facts({ objectId: textOf(item, 'objectId'), publisher: textOf(item, 'publisher') }),
          appId: own(item, 'appId') ?? own(item, 'objectId'),
        }),
      );
      return;
    }
    case 'serviceprincipal': {
      out(
        make.app(own(item, 'servicePrincipalName'), {
          ...facts({
            objectId: textOf(item, 'servicePrincipalObjectId'),
            principalType: textOf(item, 'servicePrincipalType'),
            tenant: textOf(item, 'tenantId'),
          }),
          appId: own(item, 'appId') ?? own(item, 'servicePrincipalObjectId'),
        }),
      );
      return;
    }
    case 'securitygroup': {
      out(
        make.named(
          'securityGroup',
          textOf(item, 'securityGroupId', 'sid', 'activeDirectoryObjectGuid', 'distinguishedName', 'displayName'),
          {
            ...facts({ distinguishedName: textOf(item, 'distinguishedName') }),
            label: textOf(item, 'displayName', 'friendlyName'),
            also: { sid: own(item, 'sid'), adguid: own(item, 'activeDirectoryObjectGuid') },
          },
        ),
      );
      return;
    }
    case 'cloudlogonsession':
      out(
        make.named('session', own(item, 'sessionId'), {
          ...facts({
            userAgent: textOf(item, 'userAgent'),
            browser: textOf(item, 'browser'),
            os: textOf(item, 'operatingSystem'),
            device: textOf(item, 'deviceName'),
            protocol: textOf(item, 'protocol'),
            started: textOf(item, 'startUtcDateTime'),
          }),
        }),
      );
      {
        nested('account', ['related']);
        return;
      }
    case 'hostlogonsession':
      out(
        make.named(
          'session',
          own(item, 'sessionId'),
          facts({ started: textOf(item, 'startUtcDateTime'), ended: textOf(item, 'endUtcDateTime') }),
        ),
      );
      nested('account');
      {
        nested('host');
        return;
      }
    case 'cloudlogonrequest': {
      out(make.named('session', own(item, 'requestId'), { ...context, kind: 'request' }));
      return;
    }
    case 'malware':
      out(make.named('malware', own(item, 'name'), facts({ category: textOf(item, 'category') })));
      nested('files', ['related']);
      {
        nested('processes', ['related']);
        return;
      }
    case 'iotdevice':
      out(
        make.device({
          ...facts({
            deviceType: textOf(item, 'deviceType'),
            os: textOf(item, 'operatingSystem'),
            mac: textOf(item, 'macAddress'),
            manufacturer: textOf(item, 'manufacturer'),
            model: textOf(item, 'model'),
            serial: textOf(item, 'serialNumber'),
            zone: textOf(item, 'zone'),
            siteName: textOf(item, 'site'),
            sensor: textOf(item, 'sensor'),
          }),
          name: own(item, 'deviceName'),
          agentId: own(item, 'deviceId'),
          agentOf: 'iot',
        }),
      );
      nested('ipAddress', ['contextual']);
      nested('nics', ['contextual']);
      {
        nested('ioTHub', ['contextual']);
        return;
      }
    case 'githubuser': {
      out(
        make.user({
          ...facts({ profile: textOf(item, 'webUrl') }),
          displayName: own(item, 'name'),
          mail: own(item, 'email'),
          vendorId: { vendor: 'github', value: textOf(item, 'login', 'userId') },
        }),
      );
      return;
    }
    case 'githubrepo': {
      out(
        make.named('generic', textOf(item, 'repoId', 'baseUrl'), {
          ...facts({ owner: textOf(item, 'owner', 'login'), url: textOf(item, 'baseUrl') }),
          kind: 'githubrepo',
          label: textOf(item, 'baseUrl', 'repoId'),
        }),
      );
      return;
    }
    case 'githuborganization': {
      out(
        make.named('generic', textOf(item, 'orgId', 'login'), {
          ...facts({ url: textOf(item, 'webUrl'), company: textOf(item, 'company') }),
          kind: 'githuborg',
          label: textOf(item, 'displayName', 'login'),
        }),
      );
      return;
    }
    case 'container':
      out(
        make.named('container', textOf(item, 'containerId', 'name'), {
          ...facts({
            command: listOf(item, 'command').join(' '),
            args: listOf(item, 'args').join(' '),
            privileged: own(item, 'isPrivileged') === true ? true : undefined,
          }),
          label: own(item, 'name'),
        }),
      );
      nested('image', ['contextual']);
      {
        nested('pod', ['contextual']);
        return;
      }
    case 'containerimage':
      out(make.named('generic', own(item, 'imageId'), { ...context, kind: 'containerimage' }));
      nested('digestImage');
      {
        nested('registry', ['contextual']);
        return;
      }
    case 'containerregistry': {
      out(make.named('generic', own(item, 'registry'), { ...context, kind: 'containerregistry' }));
      return;
    }
    case 'kubernetespod':
      kubernetes('pod', item, out, context);
      nested('containers');
      nested('ephemeralContainers');
      nested('initContainers');
      nested('podIp', ['contextual']);
      nested('serviceAccount', ['contextual']);
      {
        nested('controller', ['contextual']);
        return;
      }
    case 'kubernetescluster':
      kubernetes('cluster', item, out, context);
      {
        nested('cloudResource', ['contextual']);
        return;
      }
    case 'kubernetesservice':
      kubernetes('service', item, out, context);
      nested('clusterIP', ['contextual']);
      {
        nested('externalIPs', ['contextual']);
        return;
      }
    case 'kubernetesnamespace':
    case 'kubernetescontroller':
    case 'kubernetessecret':
    case 'kubernetesserviceaccount': {
      kubernetes(type.slice('kubernetes'.length), item, out, context);
      return;
    }
    default: {
      generic(type, item, out, context);
      return;
    }
  }
}
