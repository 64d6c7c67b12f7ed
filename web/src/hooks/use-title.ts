import { useEffect } from 'react';

/** The window's title begins with the page: screen readers and narrow tabs show only the beginning. */
export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = title;
  }, [title]);
};
