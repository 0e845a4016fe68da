import type { Database, SqlJsStatic } from 'sql.js';

/*
 * The bare work that any reader of these files must do, with nothing of ours in it: read, split, JSON.parse, insert by a prepared statement into
 * stock sql.js. A classic worker: the bench turns it into JavaScript and serves it beside sql.js.
 */

declare function importScripts(...urls: string[]): void;
declare const initSqlJs: (config: object) => Promise<SqlJsStatic>;
importScripts('sql-wasm-browser.js');

interface Evidence {
  readonly '@odata.type': string;
  readonly [field: string]: unknown;
}
interface Graph {
  readonly id: string;
  readonly evidence: readonly Evidence[];
  readonly mitreTechniques: readonly string[];
  readonly [field: string]: unknown;
}

const COLUMNS = [
  'status',
  'severity',
  'serviceSource',
  'detectionSource',
  'productName',
  'detectorId',
  'title',
  'description',
  'category',
  'createdDateTime',
  'lastUpdateDateTime',
  'firstActivityDateTime',
  'lastActivityDateTime',
  'providerAlertId',
  'tenantId',
];
const SCHEMA = `create table alert (id integer primary key, key text, techniques text, ${COLUMNS.join(', ')});
  create table entity (id integer primary key, key text);
  create table ref (alert integer, entity integer, type text);`;

async function eachLine(file: File, use: (line: string) => void): Promise<void> {
  let rest = '';
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) use(line);
  }
  if (rest !== '') use(rest);
}

/** The strongest name a record gives its evidence; what is inserted as the entity. */
function nameOf(evidence: Evidence): string {
  const nested = (evidence['userAccount'] ?? evidence['fileDetails'] ?? evidence) as Readonly<Record<string, unknown>>;
  const fields = ['mdeDeviceId', 'ipAddress', 'url', 'userSid', 'sha256', 'processCommandLine'];
  const own = evidence['@odata.type'].endsWith('processEvidence') ? 'processCommandLine' : fields.find((field) => field in nested);
  return `${evidence['@odata.type']}|${String(nested[own ?? ''])}`;
}

function inserter(database: Database): { insert(alert: Graph): void; end(): void } {
  database.run(SCHEMA);
  database.run('begin');
  const alerts = database.prepare(`insert into alert values (?, ?, ?, ${COLUMNS.map(() => '?').join(', ')})`);
  const entities = database.prepare('insert into entity values (?, ?)');
  const refs = database.prepare('insert into ref values (?, ?, ?)');
  const known = new Map<string, number>();
  let row = 0;
  return {
    insert(alert) {
      row++;
      alerts.run([row, alert.id, alert.mitreTechniques.join(' '), ...COLUMNS.map((column) => alert[column] as string)]);
      for (const evidence of alert.evidence) {
        const key = nameOf(evidence);
        let entity = known.get(key);
        if (entity === undefined) {
          entity = known.size + 1;
          known.set(key, entity);
          entities.run([entity, key]);
        }
        refs.run([row, entity, evidence['@odata.type']]);
      }
    },
    end() {
      database.run('commit');
      for (const statement of [alerts, entities, refs]) statement.free();
    },
  };
}

async function measure(file: File): Promise<Readonly<Record<string, number>>> {
  const sql = await initSqlJs({ locateFile: () => 'sql-wasm-browser.wasm' });

  let start = performance.now();
  let alerts = 0;
  await eachLine(file, (line) => {
    if ((JSON.parse(line) as Graph).evidence.length > 0) alerts++;
  });
  const parseMs = performance.now() - start;

  // Insertion alone: rows are parsed beforehand in portions, and only the inserting is timed.
  let insertMs = 0;
  let database = new sql.Database();
  let sink = inserter(database);
  let portion: Graph[] = [];
  const flush = (): void => {
    const from = performance.now();
    for (const alert of portion) sink.insert(alert);
    insertMs += performance.now() - from;
    portion = [];
  };
  await eachLine(file, (line) => {
    portion.push(JSON.parse(line) as Graph);
    if (portion.length === 2000) flush();
  });
  flush();
  start = performance.now();
  sink.end();
  insertMs += performance.now() - start;
  database.close();

  start = performance.now();
  database = new sql.Database();
  sink = inserter(database);
  await eachLine(file, (line) => sink.insert(JSON.parse(line) as Graph));
  sink.end();
  const pipelineMs = performance.now() - start;
  database.close();
  return { alerts, parseMs, insertMs, pipelineMs };
}

self.onmessage = (event: MessageEvent<File>): void => {
  void measure(event.data).then((result) => self.postMessage(result));
};
