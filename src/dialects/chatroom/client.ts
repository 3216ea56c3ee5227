export const client = (): never => {
  throw new Error('later');
};
