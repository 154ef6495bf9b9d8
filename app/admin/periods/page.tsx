/** No panel is open. */
export default function Page() {
  return null;
}
