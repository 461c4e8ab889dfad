export default function PhoneScreen() {
  return null;
}
