import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { SurveyStatus } from '../form/form-view.js';
import { GroupCountsView, ResultHeadView, rowAnswers, UsersView, type RowAnswer } from './result-views.js';

class OwnLaoView {
  @ApiProperty() laoCode!: string;
  @ApiProperty() name!: string;
  @ApiProperty() nameEn!: string;
  @ApiProperty() laoType!: string;
  @ApiProperty() province!: string;
  @ApiProperty() provinceCode!: string;
  @ApiProperty() district!: string;
  @ApiProperty({ enum: ['not-certified', 'certified', 'returned'] }) status!: SurveyStatus;
}

class OwnCountsView {
  @ApiProperty({ type: 'integer', description: 'Rows.' }) answered!: number;
  @ApiProperty({ type: 'integer' }) offering!: number;
  @ApiProperty({ type: 'integer' }) needed!: number;
  @ApiProperty({ type: UsersView }) users!: UsersView;
}

class TooFewView {
  @ApiProperty({ enum: [true], description: 'Fewer than five LAOs.' }) tooFew!: true;
}

/** Other LAOs together. */
export type LikeView = GroupCountsView | TooFewView;
const like = { oneOf: [GroupCountsView, TooFewView].map((view) => ({ $ref: getSchemaPath(view) })) };

@ApiExtraModels(GroupCountsView, TooFewView)
class LikesView {
  @ApiProperty({ ...like, description: 'Of its type, in the country.' }) type!: LikeView;
  @ApiProperty(like) province!: LikeView;
  @ApiProperty(like) country!: LikeView;
}

const share = { type: Number, nullable: true, minimum: 0, maximum: 1 } as const;

/** The share of LAOs that offer the service; null of fewer than five. */
export class SharesView {
  @ApiProperty(share) type!: number | null;
  @ApiProperty(share) province!: number | null;
  @ApiProperty(share) country!: number | null;
}

export class OwnRowView {
  @ApiProperty() rowId!: string;
  @ApiProperty() aspectId!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ enum: rowAnswers, nullable: true }) own!: RowAnswer | null;
  @ApiProperty({ type: SharesView }) share!: SharesView;
}

export class MissingRowView {
  @ApiProperty() rowId!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ description: 'Of the leaders: 0 to 1.' }) share!: number;
}

export class OwnResultView extends ResultHeadView {
  @ApiProperty({ type: OwnLaoView }) lao!: OwnLaoView;
  @ApiProperty({ type: OwnCountsView }) own!: OwnCountsView;
  @ApiProperty({ type: LikesView }) like!: LikesView;
  @ApiProperty({ type: [OwnRowView] }) rows!: OwnRowView[];
  @ApiProperty({
    type: [MissingRowView],
    description:
      'What the quarter of its type that offers most services offers and it does not, most common first.',
  })
  missing!: MissingRowView[];
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of the certified answers, for verification; null while they are not certified.',
  })
  fingerprint!: string | null;
}
