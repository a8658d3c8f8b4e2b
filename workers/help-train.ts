import { type HelperLink, helpCrew } from './training-crew.ts';

/** Help another thread that trains a reference model. */
export interface HelpTrainTask {
  readonly link: HelperLink;
}

/** The thread entry of a helper: does parts of the training until there is no more to do. */
export default function helpTrain({ link }: HelpTrainTask): void {
  try {
    helpCrew(link);
  } finally {
    link.port.close();
  }
}
