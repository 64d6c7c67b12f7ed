/* global rs, process, connect */
// Makes the replica set and the survey's own user; run again, it changes nothing but the user's password.
const { MONGODB_MEMBERS, MONGODB_PASSWORD, MONGODB_ROOT_PASSWORD } = process.env;

try {
  rs.status();
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  const members = MONGODB_MEMBERS.split(',').map((host, _id) => ({ _id, host }));
  rs.initiate({ _id: 'survey', members });
}

// Waits for an election: the primary need not be the member that this script was given to.
const survey = connect(
  `mongodb://root:${MONGODB_ROOT_PASSWORD}@${MONGODB_MEMBERS}/survey?authSource=admin&replicaSet=survey`,
);
const user = { pwd: MONGODB_PASSWORD, roles: [{ role: 'readWrite', db: 'survey' }] };
if (survey.getUser('survey')) survey.updateUser('survey', user);
else survey.createUser({ user: 'survey', ...user });
