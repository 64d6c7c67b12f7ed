import { useTexts } from './texts.js';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly id?: string;
  readonly lang?: 'th' | 'en';
}

export const TextField = ({ label, value, onChange, id, lang }: TextFieldProps) => (
  <label className="field">
    <span>{label}</span>
    <input type="text" id={id} lang={lang} value={value} onChange={(event) => onChange(event.target.value)} />
  </label>
);

interface TitleFieldsProps {
  readonly item: { readonly id: string; readonly titleTh: string | null; readonly titleEn: string };
  readonly onChange: (member: 'titleTh' | 'titleEn', value: string) => void;
}

export const TitleFields = ({ item, onChange }: TitleFieldsProps) => {
  const t = useTexts();
  return (
    <div className="field-pair">
      <TextField
        id={titleFieldId(item.id)}
        label={t('questionnaire.title-th')}
        lang="th"
        value={item.titleTh ?? ''}
        onChange={(value) => onChange('titleTh', value)}
      />
      <TextField
        label={t('questionnaire.title-en')}
        lang="en"
        value={item.titleEn}
        onChange={(value) => onChange('titleEn', value)}
      />
    </div>
  );
};

/** The first field of a part: it takes the focus when the part is new. */
export const titleFieldId = (id: string): string => `title-${id}`;
