import initSqlJs, { type SqlJsStatic } from 'sql.js';

/** sql.js in Node, for the command line and tests. */
export const loadSql = (): Promise<SqlJsStatic> => initSqlJs();
