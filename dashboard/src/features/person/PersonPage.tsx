import { PageHeader } from '@/ui/parts';

export function PersonPage() {
  return <PageHeader title="Person" />;
}
