/** What a proof found: how many of its cases our code gets right, and a line for each it does not. */
export interface ProofResult {
  passed: number;
  total: number;
  lines: string[];
}
export type Proof = (dataDir: string) => Promise<ProofResult>;
