export default function Buy() {
  return <h1>Buy</h1>;
}
