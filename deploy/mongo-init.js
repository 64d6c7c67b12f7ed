/* global rs, process, connect */
// Makes the replica set and the survey's user. A second run sets the user's password, and changes nothing else.
const { MONGODB_MEMBERS, MONGODB_PASSWORD, MONGODB_ROOT_PASSWORD } = process.env;

try {
  rs.status();
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  const members = MONGODB_MEMBERS.split(',').map((host, _id) => ({ _id, host }));
  rs.initiate({ _id: 'survey', members });
}

// The connection waits for an election. The primary can be another member than the one that runs this script.
const survey = connect(
  `mongodb://root:${MONGODB_ROOT_PASSWORD}@${MONGODB_MEMBERS}/survey?authSource=admin&replicaSet=survey`,
);
const user = { pwd: MONGODB_PASSWORD, roles: [{ role: 'readWrite', db: 'survey' }] };
if (survey.getUser('survey')) survey.updateUser('survey', user);
else survey.createUser({ user: 'survey', ...user });
