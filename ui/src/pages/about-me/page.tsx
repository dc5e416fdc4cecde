export default function Page() {
    return <h1>about-me</h1>;
}
