import { Link } from 'react-router';
import type { Me, Page, SurveyItem } from '../api/types.js';
import { nameOf } from '../i18n/language.js';
import { DataTable } from '../ui/data-table.js';
import { Icon } from '../ui/icons.js';
import { PlaceName } from '../ui/place-name.js';
import { StatusBadge } from '../ui/state.js';
import { useTexts } from './texts.js';

interface SurveyTableProps {
  readonly page: Page<SurveyItem>;
  readonly role: Me['role'];
}

export const SurveyTable = ({ page, role }: SurveyTableProps) => {
  const t = useTexts();
  if (page.total === 0) return <p className="empty">{t('list.empty')}</p>;
  const mayEdit = ({ status }: SurveyItem): boolean => role === 'lao' && status !== 'certified';
  return (
    <DataTable
      caption={t('menu.list')}
      columns={[
        { number: t('list.no') },
        t('list.province'),
        t('list.district'),
        t('list.lao'),
        { number: t('list.fiscal-year') },
        t('list.status'),
      ]}
    >
      {page.items.map((item, index) => (
        <tr key={`${item.fiscalYear}-${item.lao.code}`}>
          <td className="number" data-label={t('list.no')}>
            {(page.page - 1) * page.pageSize + index + 1}
          </td>
          <td data-label={t('list.province')}>
            <PlaceName of={item.province} />
          </td>
          <td data-label={t('list.district')}>
            <PlaceName of={item.district} />
          </td>
          <th scope="row" data-label={t('list.lao')}>
            <PlaceName of={item.lao} />
          </th>
          <td className="number" data-label={t('list.fiscal-year')}>
            {item.fiscalYear}
          </td>
          <td data-label={t('list.status')}>
            <StatusBadge status={item.status} />
          </td>
          <td className="row-actions">
            <Link
              className="button"
              to={`/surveys/${item.fiscalYear}/${item.lao.code}`}
              aria-label={`${t(mayEdit(item) ? 'list.edit' : 'list.view')} ${nameOf(item.lao)} ${item.fiscalYear}`}
            >
              {mayEdit(item) && <Icon name="pencil" />} {t(mayEdit(item) ? 'list.edit' : 'list.view')}
            </Link>
            {role === 'auditor' && (
              <Link
                className="button"
                to={`/audit/${item.fiscalYear}/${item.lao.code}`}
                aria-label={`${t('audit.history')} ${nameOf(item.lao)} ${item.fiscalYear}`}
              >
                {t('audit.history')}
              </Link>
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
};
