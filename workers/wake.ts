/** The thread entry that does nothing: it has a thread started for tasks that wait. */
export default function wake(): void {}
