import { Navigate } from 'react-router';
import { useMe } from '../session/session.js';

/** Where the work of each role begins. */
export const Home = () => {
  const { role, province } = useMe();
  if (role === 'province' && province) return <Navigate to={`/provinces/${province.code}`} replace />;
  if (role === 'admin') return <Navigate to="/home" replace />;
  return <Navigate to="/surveys" replace />;
};
