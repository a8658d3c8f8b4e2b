import { useDraft } from './use-draft.ts';

interface DraftFields {
  readonly text: (field: string) => string;
  readonly set: (field: string, text: string) => void;
  readonly forget: () => void;
}

/** The fields of one form, kept like any draft until the form is sent. */
export function useDraftFields(name: string): DraftFields {
  const [kept, keep, forget] = useDraft(name);
  const fields = kept === '' ? {} : (JSON.parse(kept) as Record<string, string>);
  return {
    text: (field) => fields[field] ?? '',
    set: (field, text) => keep(JSON.stringify({ ...fields, [field]: text })),
    forget,
  };
}
