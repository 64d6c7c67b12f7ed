import { useEffect } from 'react';

/** The window's title names the page first: that is what a screen reader and a crowded tab bar show. */
export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = title;
  }, [title]);
};
