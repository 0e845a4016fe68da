import initSqlJs, { type SqlJsStatic } from 'sql.js';
import wasm from 'sql.js/dist/sql-wasm-browser.wasm?url';

/** sql.js in a browser worker: the wasm comes from the page's own origin. */
export const loadSql = (): Promise<SqlJsStatic> => initSqlJs({ locateFile: () => wasm });
