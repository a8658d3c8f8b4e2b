import { Fragment, type ReactNode, useEffect } from 'react';
import { Link } from '../app/navigation.tsx';

interface PageHeadProps {
  readonly title: string;
  /** The pages above this one, the outermost first. */
  readonly above?: readonly { readonly href: string; readonly title: string }[];
  /** Beside the title: states and the like. */
  readonly children?: ReactNode;
  /** At the right: what can be done here, the main act last. */
  readonly actions?: ReactNode;
}

/** The head of every page; also names the browser's tab. */
export function PageHead({ title, above = [], children, actions }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · Banyan`;
  }, [title]);
  return (
    <div className="page-head">
      {above.length > 0 && (
        <p className="crumbs">
          {above.map(({ href, title: name }) => (
            <Fragment key={href}>
              <Link href={href}>{name}</Link>
              <span aria-hidden="true"> › </span>
            </Fragment>
          ))}
        </p>
      )}
      <div className="page-title">
        <h1>{title}</h1>
        {children}
        <div className="page-actions">{actions}</div>
      </div>
    </div>
  );
}
