export default function Strategy() {
  return <h1>Strategy</h1>;
}
