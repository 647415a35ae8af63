export function customerPath(customerId: string): string {
  return `/customers/${customerId}`;
}
