export { archiveField, restoreField } from "./archive-field.ts";
export { createField } from "./create-field.ts";

export { eraseCustomerFields } from "./erase-fields.ts";

export { fillCustomerFields, takeFieldsBack } from "./fill-customer-fields.ts";

export { listFields, valuesOf } from "./queries.ts";
export { fieldEntities, fieldKeyPattern, fieldTypes, longest, mostFields, mostOptions } from "./rules.ts";
export { checkFieldSetting, setFieldTogether } from "./set-field-together.ts";
export { setConversationFields, setCustomerFields } from "./set-fields.ts";
export type { Field } from "./tables.ts";
export { updateField } from "./update-field.ts";
export { type FieldValue, textKeyOf } from "./values.ts";
