/** Descriptors that links leave alone: for log files, the control socket, commands and the database. */
const reserve = 32;

/**
 * The first descriptor number that no link may have; `undefined` where the system has no such limit. The lowest free
 * number is always given next, so a link with this one means that all below are taken. Without the reserve the last
 * ones would go to links, and libuv would close the next connections without telling anybody.
 */
export function descriptorsForLinks(limit: number | undefined = descriptorLimit()): number | undefined {
  return limit === undefined ? undefined : limit - Math.min(reserve, Math.floor(limit / 8));
}

/** Descriptors this process may have; `undefined`: as many as it likes. */
function descriptorLimit(): number | undefined {
  // Otherwise it asks the name service about every address. Node's types do not know it yet.
  Reflect.set(process.report, 'excludeNetwork', true);
  const report: unknown = process.report.getReport();
  const soft = at(at(at(report, 'userLimits'), 'open_files'), 'soft');
  return typeof soft === 'number' ? soft : undefined;
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
