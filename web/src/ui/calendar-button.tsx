import { parseDate, toCalendar, BuddhistCalendar, type CalendarDate } from '@internationalized/date';
import { Button } from 'react-aria-components/Button';
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { Popover } from 'react-aria-components/Popover';
import { useLanguage } from '../i18n/language.js';
import { Icon } from './icons.js';

interface CalendarButtonProps {
  readonly label: string;
  readonly day: Date | undefined;
  /** @param day its first moment in Bangkok */
  readonly onDay: (day: Date) => void;
}

const dayInBangkok = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Bangkok', dateStyle: 'short' });

const calendarDate = (day: Date): CalendarDate =>
  toCalendar(parseDate(dayInBangkok.format(day)), new BuddhistCalendar());

/** Opens a calendar with the years of the office, B.E. in both languages. */
export const CalendarButton = ({ label, day, onDay }: CalendarButtonProps) => {
  const locale = useLanguage() === 'en' ? 'en-GB-u-ca-buddhist' : 'th-TH-u-ca-buddhist';
  return (
    <DialogTrigger>
      <Button className="button-icon" aria-label={label}>
        <Icon name="calendar" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="calendar" aria-label={label}>
          {({ close }) => (
            <I18nProvider locale={locale}>
              <Calendar
                aria-label={label}
                value={day ? calendarDate(day) : null}
                {...(!day && { defaultFocusedValue: calendarDate(new Date()) })}
                onChange={(chosen) => {
                  onDay(chosen.toDate('Asia/Bangkok'));
                  close();
                }}
              >
                <header className="calendar-head">
                  <Button slot="previous" className="button-icon">
                    ‹
                  </Button>
                  <CalendarHeading />
                  <Button slot="next" className="button-icon">
                    ›
                  </Button>
                </header>
                <CalendarGrid>
                  <CalendarGridHeader>
                    {(name) => <CalendarHeaderCell>{name}</CalendarHeaderCell>}
                  </CalendarGridHeader>
                  <CalendarGridBody>
                    {(date) => <CalendarCell date={date} className="calendar-day" />}
                  </CalendarGridBody>
                </CalendarGrid>
              </Calendar>
            </I18nProvider>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
};
