import { entitySets, type EntitySet, type Field } from './entity-sets.js';
import type { ValueType } from './filter-syntax.js';

const NAMESPACE = 'EServiceSurvey';

/** Numbers are counts of persons and revisions, far below 2³¹. */
const edmTypes: Readonly<Record<ValueType, string>> = {
  text: 'Edm.String',
  number: 'Edm.Int32',
  boolean: 'Edm.Boolean',
  time: 'Edm.DateTimeOffset',
};

const vocabularies = 'https://oasis-tcs.github.io/odata-vocabularies/vocabularies';

/** The model as CSDL, which Excel and Power BI read first. It says what they may leave to the service. */
export const metadataDocument = (): string =>
  `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
<edmx:Reference Uri="${vocabularies}/Org.OData.Capabilities.V1.xml"><edmx:Include Namespace="Org.OData.Capabilities.V1" Alias="Capabilities"/></edmx:Reference>
<edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="${NAMESPACE}">
${entitySets.map(entityType).join('\n')}
<EntityContainer Name="Results">
${entitySets.map(entitySet).join('\n')}
</EntityContainer>
</Schema>
</edmx:DataServices>
</edmx:Edmx>
`;

const entityType = ({ entity, key, fields }: EntitySet): string =>
  [
    `<EntityType Name="${entity}">`,
    `<Key>${key.map((name) => `<PropertyRef Name="${name}"/>`).join('')}</Key>`,
    ...fields.map((field) => property(field, key.includes(field.name))),
    '</EntityType>',
  ].join('\n');

const property = ({ name, type }: Field, isKey: boolean): string =>
  `<Property Name="${name}" Type="${edmTypes[type]}"${isKey ? ' Nullable="false"' : ''}/>`;

const entitySet = ({ name, entity }: EntitySet): string =>
  `<EntitySet Name="${name}" EntityType="${NAMESPACE}.${entity}">
<Annotation Term="Capabilities.SortRestrictions"><Record><PropertyValue Property="Sortable" Bool="false"/></Record></Annotation>
<Annotation Term="Capabilities.ExpandRestrictions"><Record><PropertyValue Property="Expandable" Bool="false"/></Record></Annotation>
<Annotation Term="Capabilities.SearchRestrictions"><Record><PropertyValue Property="Searchable" Bool="false"/></Record></Annotation>
<Annotation Term="Capabilities.IndexableByKey" Bool="false"/>
</EntitySet>`;

/** @param root the address of the service, without the slash at its end */
export const serviceDocument = (root: string) => ({
  '@odata.context': `${root}/$metadata`,
  value: entitySets.map(({ name }) => ({ name, kind: 'EntitySet', url: `${root}/${name}` })),
});
