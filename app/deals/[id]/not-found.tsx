import { UnknownDeal } from '@/components/deals/unknown-deal';

export default function NotFound() {
  return <UnknownDeal />;
}
