import type { Province } from '../api/types.js';
import { PlaceName } from '../ui/place-name.js';
import { useTexts } from './texts.js';

interface ProvinceChoiceProps {
  readonly provinces: readonly Province[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** Provinces region by region: all, none, those of a region, or one by one. */
export const ProvinceChoice = ({ provinces, chosen, onChange }: ProvinceChoiceProps) => {
  const t = useTexts();
  const choose = (of: readonly Province[], wanted: boolean): void => {
    const next = new Set(chosen);
    for (const { code } of of) {
      if (wanted) next.add(code);
      else next.delete(code);
    }
    onChange(next);
  };
  const both = (of: readonly Province[]) => (
    <span className="choose">
      <button type="button" className="button" onClick={() => choose(of, true)}>
        {t('campaign.choose-all')}
      </button>
      <button type="button" className="button" onClick={() => choose(of, false)}>
        {t('campaign.choose-none')}
      </button>
    </span>
  );
  return (
    <>
      <p>{both(provinces)}</p>
      {[...Map.groupBy(provinces, ({ region }) => region)].map(([region, within]) => (
        <fieldset key={region} className="province-choice">
          <legend>
            <PlaceName of={{ name: region, nameEn: within[0]!.regionEn }} />
          </legend>
          {both(within)}
          {within.map((province) => (
            <label key={province.code} className="choice">
              <input
                type="checkbox"
                checked={chosen.has(province.code)}
                onChange={({ target: { checked } }) => choose([province], checked)}
              />
              <PlaceName of={province} />
            </label>
          ))}
        </fieldset>
      ))}
    </>
  );
};
