/** What a member's softphone is called at Twilio, where only letters, digits and "_" are safe. */
export function clientIdentity(memberId: string): string {
  return `member_${memberId.replaceAll("-", "_")}`;
}

/** @param address "client:IDENTITY". Null: it is none of ours. */
export function memberOfIdentity(address: string): string | null {
  const found = /^client:member_([0-9a-f]{8}(?:_[0-9a-f]{4}){3}_[0-9a-f]{12})$/.exec(address);
  return found ? found[1]!.replaceAll("_", "-") : null;
}
