import { ApiHeader } from '@nestjs/swagger';

export const IfMatchHeader = (
  required: boolean,
  description = 'Revision that was edited, e.g. `"12"`; `"-1"` for a blank form.',
) => ApiHeader({ name: 'If-Match', required, description });

export const IdempotencyKeyHeader = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'The same command sent again with it is carried out once.',
});
