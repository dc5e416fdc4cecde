export default function Page() {
    return <h1>list</h1>;
}
