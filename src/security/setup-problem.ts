/** What the operator set up wrongly, in one line that says what to do: no fault of ours. */
export class SetupProblem extends Error {
  override readonly name = 'SetupProblem';
}
