export default function Sell() {
  return <h1>Sell</h1>;
}
