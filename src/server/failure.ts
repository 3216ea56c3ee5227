import { OptionError } from '#dialects/dialect.ts';
import { OtherOrder } from '#chat/order/followed-place.ts';
import { RulesDiffer } from '#chat/order/rules-differ.ts';
import { exits, StoreError } from '#store/store-error.ts';
import { systemReason } from '#text/system-reason.ts';
import { CaptureError } from './capture/capture-error.ts';

/** The message and the exit code (sysexits.h) when the server cannot start or continue. */
export interface Failure {
  readonly sentence: string;
  readonly exit: number;
}

const addressInUse = 69;
const noPermission = 77;
const wrongConfiguration = 78;

export function failureOf(error: unknown): Failure {
  if (error instanceof StoreError) return { sentence: error.message, exit: error.exit };
  if (error instanceof CaptureError) return { sentence: error.message, exit: error.exit };
  if (error instanceof RulesDiffer || error instanceof OtherOrder) {
    return { sentence: error.message, exit: wrongConfiguration };
  }
  if (error instanceof OptionError) return { sentence: error.message, exit: 64 };
  if (!(error instanceof Error)) return { sentence: String(error), exit: 70 };
  if ('path' in error && typeof error.path === 'string' && 'syscall' in error) {
    return { sentence: `${error.path} cannot be used: ${systemReason(error)}.`, exit: exits.failing };
  }
  const at = placeIn(error);
  switch ('code' in error ? error.code : '') {
    case 'EADDRINUSE':
      return {
        sentence: `${at} is in use by another program. Choose another port, or 0 for any: see --help.`,
        exit: addressInUse,
      };
    case 'EACCES':
      return { sentence: `no permission to listen on ${at}. Ports below 1024 are for root.`, exit: noPermission };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { sentence: `this machine has no address ${hostIn(error)}.`, exit: addressInUse };
    default:
      return { sentence: error.stack ?? error.message, exit: 70 };
  }
}

/** The address of an error of `node:net`, which omits port 0. */
const placeIn = (error: Error): string =>
  'address' in error && 'port' in error ? `${hostIn(error)}:${String(error.port)}` : hostIn(error);

function hostIn(error: Error): string {
  if ('hostname' in error) return String(error.hostname);
  return 'address' in error ? String(error.address) : error.message;
}
